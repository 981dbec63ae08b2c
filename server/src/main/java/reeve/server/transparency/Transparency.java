package reeve.server.transparency;

/** What this server tells the public about its work, as files that any web server could serve. */
public interface Transparency {
  /**
   * Reads on in the record and writes the files now, whether or not anything changed. They are
   * written by themselves as well, soon after something did.
   */
  void publish();
}
