"""One script a version. What was released is never changed: it says what the tables were, not what they are."""
