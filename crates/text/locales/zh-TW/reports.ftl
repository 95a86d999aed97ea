# Reports: headings, labels and sentences of every form.
