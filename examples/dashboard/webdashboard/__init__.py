"""Hand in papers, watch the jobs that read them, compare their results."""
