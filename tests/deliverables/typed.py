"""Valid form data for an update."""

AMBER = {
    "rag": "amber",
    "narrative": "Two of five schools have joined.",
    "reason": "The venue fell through.",
    "path_to_green": "Another is booked for August.",
    "forecast_on_day": "31",
    "forecast_on_month": "8",
    "forecast_on_year": "2016",
    "quarter": "2016-17-Q1",
    "version": "1",
}
