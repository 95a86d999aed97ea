# Reports as a page: what only HTML has.
