"""How this code base writes: what files show, profiles of file, folder and repository, and what a change does otherwise."""
