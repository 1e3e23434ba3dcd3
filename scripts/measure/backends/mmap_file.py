"""mmap of a file on disk"""

import os
import tempfile

from measure.bases.mapped_file import MappedFile
from measure.system import host


class Backend(MappedFile):
    """A file on disk is mapped by each process and used in place, in the system's cache, with no lock."""

    folder = staticmethod(tempfile.gettempdir)

    def open(self):
        return open(os.path.join(self.folder(), self.new_name()), "x+b")

    def path(self):
        return self.file.name

    def destroy(self):
        super().destroy()
        os.unlink(self.path())

    @classmethod
    def unsupported(cls, cell):
        place = cls.folder()
        return "{} lies in memory".format(place) if host.file_system(place) == "tmpfs" else None
