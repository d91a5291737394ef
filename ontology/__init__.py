"""What the graph can say, and the records that cross the rooms."""
