"""What every web server of sendplan has in common. gunicorn reads this file from the folder that it starts in."""

from sendplan.web_worker import LONGEST

worker_class = "sendplan.web_worker.Worker"
limit_request_line = LONGEST
limit_request_field_size = LONGEST
