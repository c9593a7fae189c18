from datetime import datetime, timedelta, timezone
d = datetime(2024, 2, 28, tzinfo=timezone.utc) + timedelta(days=2)
print(d.isoformat(), d.strftime('%A'))
