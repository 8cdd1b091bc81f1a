"""What a person has done on the way: attendance by session, evidence signed off, modules credited."""
