"""Reports: functions of the verdict alone; they compute nothing that is judged."""
