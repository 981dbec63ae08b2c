package reeve.signals.media;

/** Numbers in a file; an index behind its end is an {@link IndexOutOfBoundsException}. */
final class FileBytes {
  private final byte[] file;

  FileBytes(byte[] file) {
    this.file = file;
  }

  int length() {
    return file.length;
  }

  int at(int index) {
    return file[index] & 0xFF;
  }

  int big16(int index) {
    return at(index) << 8 | at(index + 1);
  }

  long big32(int index) {
    return (long) big16(index) << 16 | big16(index + 2);
  }

  int little16(int index) {
    return at(index) | at(index + 1) << 8;
  }

  int little24(int index) {
    return little16(index) | at(index + 2) << 16;
  }

  boolean starts(String latin1) {
    return file.length >= latin1.length() && is(0, latin1);
  }

  boolean is(int index, String latin1) {
    for (int i = 0; i < latin1.length(); i++) {
      if (at(index + i) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
