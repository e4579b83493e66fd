"""The portal takes no files: what a form sends as one is thrown away unread."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class Refuse(FileUploadHandler):
    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None
