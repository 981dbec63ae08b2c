package reeve.server.banks;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.signals.media.BankCsv;
import reeve.signals.media.BankImport;
import reeve.signals.media.BankImport.Defaults;
import reeve.signals.media.BankJson;
import reeve.signals.media.PictureLimits;

/** Files that come as the body of a request. */
@Component
final class BankBodies {
  private final Banking banking;
  private final LookUp lookUp;
  private final BankSettings settings;
  private final InstantSource clock;

  BankBodies(Banking banking, LookUp lookUp, BankSettings settings, InstantSource clock) {
    this.banking = banking;
    this.lookUp = lookUp;
    this.settings = settings;
    this.clock = clock;
  }

  /** The forms of a file of entries. */
  enum Form {
    CSV,
    JSON
  }

  /** What became of a file of entries. */
  record Report(BankImport read, Banking.Taken taken) {
    /** Refused in the file, or since an entry would have too many labels. */
    public int refused() {
      return read.refused() + taken.tooMany();
    }
  }

  /** Looks a picture up; nothing of it is kept. */
  LookUp.Answer picture(HttpServletRequest request) {
    byte[] bytes = body(request, DataSize.ofBytes(PictureLimits.STANDARD.bytes()));
    LookUp.Answer answer = lookUp.file(bytes);
    if (!answer.refusal().isEmpty() && answer.matches().isEmpty()) {
      throw new Refused(BankProblem.NO_PICTURE, answer.refusal());
    }
    return answer;
  }

  /**
   * Takes a file of entries in.
   *
   * @param typed the source of entries that name none
   */
  Report entries(HttpServletRequest request, Form form, String typed, Member by) {
    Defaults defaults;
    try {
      defaults = new Defaults(typed.strip(), clock.instant());
    } catch (IllegalArgumentException e) {
      throw new Refused(
          BankProblem.NO_SOURCE, "Say in 1 to 200 characters who gave these entries.");
    }
    byte[] body = body(request, settings.fileMost());
    try {
      var stream = new ByteArrayInputStream(body);
      BankImport read =
          switch (form) {
            case CSV ->
                BankCsv.read(new InputStreamReader(stream, StandardCharsets.UTF_8), defaults);
            case JSON -> BankJson.read(stream, defaults);
          };
      return new Report(read, banking.take(read, defaults.source(), by));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be read", e);
    }
  }

  private static byte[] body(HttpServletRequest request, DataSize size) {
    long most = size.toBytes();
    try {
      byte[] body =
          request.getContentLengthLong() > most
              ? new byte[0]
              : request.getInputStream().readNBytes((int) most + 1);
      if (request.getContentLengthLong() > most || body.length > most) {
        throw new Refused(
            BankProblem.FILE_TOO_LARGE, "A file may have %,d bytes; split it.".formatted(most));
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
