package reeve.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/**
 * A text with signatures under it (C2SP {@code signed-note}).
 *
 * @param text with its last newline
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  public static final int LARGEST = 64 * 1024;
  public static final int MOST_SIGNATURES = 64;

  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /**
   * @throws LedgerException {@code MALFORMED}: it is no note, or larger than this house reads
   */
  public static SignedNote of(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw malformed("A note has at most 64 KiB.");
    }
    String whole = decoded(bytes);
    if (whole.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      throw malformed("A note has no control characters but ends of lines.");
    }
    int blank = whole.lastIndexOf("\n\n");
    if (blank < 0 || !whole.endsWith("\n") || blank + 2 == whole.length()) {
      throw malformed("A note is a text, an empty line, and lines with signatures.");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : whole.substring(blank + 2, whole.length() - 1).split("\n", -1)) {
      signatures.add(
          NoteSignature.line(line)
              .orElseThrow(() -> malformed("A line under the note is no signature.")));
    }
    if (signatures.size() > MOST_SIGNATURES) {
      throw malformed("A note has at most 64 signatures.");
    }
    return new SignedNote(whole.substring(0, blank + 1), signatures);
  }

  /** The same note with more lines under it. */
  public SignedNote with(List<NoteSignature> more) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  public byte[] bytes() {
    return (text
            + "\n"
            + signatures.stream().map(NoteSignature::line).collect(Collectors.joining()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new LedgerException(LedgerProblem.MALFORMED, "A note is UTF-8.", e);
    }
  }

  private static LedgerException malformed(String message) {
    return new LedgerException(LedgerProblem.MALFORMED, message);
  }
}
