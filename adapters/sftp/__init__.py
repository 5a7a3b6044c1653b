"""A bank that is reached by SFTP: where it is, the way in, files for it and files from it. Only the way in loads the library."""
