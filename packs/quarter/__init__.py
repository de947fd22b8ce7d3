"""What a pack says beside the summary of its quarter: each part read from the plan as data classes of the document."""
