package reeve.server.platform;

import java.util.List;

/** A part of the server that reads platforms' streams: what it has yet to read must stay there. */
public interface StreamReader {
  /**
   * Where it is in a platform's stream, and wherever it may read again; none where it does not read
   * that stream. MUST NOT name a place before one that it named earlier, unless it begins anew.
   */
  List<Platform.Reader> readersOf(PlatformId platform);
}
