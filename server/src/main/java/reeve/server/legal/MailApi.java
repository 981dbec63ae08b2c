package reeve.server.legal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.staff.Access;
import reeve.server.staff.Client;
import reeve.server.staff.Member;

/** Mail files of authorities, uploaded by a program: the file is the body of the request. */
@RestController
@Tag(name = "orders", description = "Orders of authorities")
final class MailApi {
  private final Mails mails;
  private final OrderKeys keys;

  MailApi(Mails mails, OrderKeys keys) {
    this.mails = mails;
    this.keys = keys;
  }

  /**
   * What was found. A person takes the order in.
   *
   * @param verdict {@code genuine}, or why it proves nothing
   * @param known whether the very same file had been taken in before
   * @param order to remove posts that a person took in from it; null where none was
   * @param disclosure the same of a request for data
   */
  record TakenMail(
      UUID id,
      String reference,
      @Nullable String verdict,
      String why,
      @Nullable String sha256,
      boolean known,
      @JsonProperty("order_id") @Nullable UUID order,
      @JsonProperty("disclosure_id") @Nullable UUID disclosure) {}

  @PostMapping("/api/v1/orders/mail")
  @Access({Access.Who.LEGAL, Access.Who.CLIENT})
  @Operation(
      summary = "Take in a signed mail of an authority",
      description =
          "The body is the mail as it came (message/rfc822), at most 25 MiB. Its S/MIME signature is"
              + " checked against the certificates of the registry; a person confirms the order. Its hour"
              + " runs from received_at (ISO 8601, UTC), which may lie in the past.")
  ResponseEntity<TakenMail> take(
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(hidden = true) @Nullable Client client,
      @RequestParam(name = "received_at", defaultValue = "") String received,
      @Parameter(hidden = true) HttpServletRequest request) {
    if (client != null) {
      keys.bound(client);
    }
    try {
      Mails.Taken taken =
          mails.take(
              request.getInputStream(),
              request.getContentLengthLong(),
              AuthorityPages.time(received),
              entrant(member, client));
      Message message = taken.message();
      Message.Mail mail = message.mail();
      return ResponseEntity.status(taken.known() ? HttpStatus.OK : HttpStatus.CREATED)
          .body(
              new TakenMail(
                  message.id(),
                  message.reference(),
                  mail == null ? null : mail.verdict().code(),
                  mail == null ? "" : mail.why(),
                  mail == null ? null : mail.sha256(),
                  taken.known(),
                  message.became().order(),
                  message.became().disclosure()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Entrant entrant(@Nullable Member member, @Nullable Client client) {
    if (member != null) {
      return Entrant.of(member);
    }
    if (client != null) {
      return Entrant.of(client);
    }
    throw new IllegalStateException("the endpoint lets in members and keys");
  }
}
