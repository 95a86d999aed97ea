# Findings about configuration, alarms, dates and evidence.
