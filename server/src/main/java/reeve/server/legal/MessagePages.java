package reeve.server.legal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Access;
import reeve.server.staff.Member;
import reeve.server.staff.Safe;
import reeve.server.staff.Views;

/** Forms and mails that came in the name of authorities. */
@Controller
@RequestMapping("/legal/messages")
@Access(Access.Who.LEGAL)
final class MessagePages {
  static final Kind OPENED = new Kind("legal.mail-opened", 1);

  private final MessageRows rows;
  private final Messages messages;
  private final Mails mails;
  private final AuthorityRows authorities;
  private final Safe safe;
  private final Records records;
  private final Views views;
  private final TransactionTemplate transaction;

  MessagePages(
      MessageRows rows,
      Messages messages,
      Mails mails,
      AuthorityRows authorities,
      Safe safe,
      Records records,
      Views views,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.messages = messages;
    this.mails = mails;
    this.authorities = authorities;
    this.safe = safe;
    this.records = records;
    this.views = views;
    this.transaction = transaction;
  }

  /** A line of the list. */
  record Line(Message message, String wish) {}

  @GetMapping
  String all(Model model) {
    model.addAttribute(
        "lines",
        rows.all().stream().map(it -> new Line(it, Messages.words(it.said().wish()))).toList());
    model.addAttribute("most", Mails.MOST);
    return "legal/messages";
  }

  /** A mail file as the body of the request, so that nothing is read beyond the limit. */
  @PostMapping("/mail")
  String upload(
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String received,
      Member member,
      Model model) {
    Instant at = AuthorityPages.time(received);
    model.addAttribute("taken", upload(request, at, Entrant.of(member)));
    return "legal/message-parts :: taken";
  }

  private Mails.Taken upload(HttpServletRequest request, @Nullable Instant at, Entrant by) {
    try {
      return mails.take(request.getInputStream(), request.getContentLengthLong(), at, by);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @GetMapping("/{id}")
  String one(@PathVariable UUID id, Member member, Model model) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    List<AccountRef> accounts = messages.accounts(message);
    Registry.requireOther(member, accounts);
    views.saw(member, accounts, "message in the name of an authority");
    Message.Mail mail = message.mail();
    UUID signer = mail == null ? null : mail.signer();
    model.addAttribute("m", message);
    model.addAttribute("wish", Messages.words(message.said().wish()));
    model.addAttribute("signer", signer == null ? null : authorities.find(signer).orElse(null));
    model.addAttribute(
        "authorities", authorities.all().stream().filter(it -> it.endedAt() == null).toList());
    model.addAttribute("terms", Term.ofOrders());
    model.addAttribute("takes", message.waits() && (mail == null || mail.isGenuine()));
    return "legal/message";
  }

  @PostMapping("/{id}/take")
  String take(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID authority,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String ground,
      @RequestParam(defaultValue = "") String issued,
      @RequestParam(defaultValue = "") String account,
      @RequestParam(defaultValue = "") String posts,
      @RequestParam(defaultValue = "") String silent,
      @RequestParam(defaultValue = "") String silenceReason,
      @RequestParam(defaultValue = "") String received,
      Member member,
      RedirectAttributes flash) {
    Message message = ofAnother(id, member);
    UUID chosen = authority == null && message.mail() != null ? message.mail().signer() : authority;
    if (chosen == null) {
      throw Registry.bad("Choose the authority; enter it first, unverified, where it is new.");
    }
    Receiving.Taken taken =
        messages.take(
            id,
            new Receiving.Written(
                chosen,
                reference,
                ground,
                AuthorityPages.time(issued),
                AuthorityPages.time(received),
                "square",
                account,
                posts.lines().toList(),
                "",
                OrderPages.silence(silent, silenceReason)),
            member);
    return Back.to(
        flash,
        "Taken in. The hour runs from the receipt of the message.",
        OrderPages.known(taken),
        "/legal/orders/" + taken.order().id());
  }

  @PostMapping("/{id}/close")
  String close(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      Member member,
      RedirectAttributes flash) {
    ofAnother(id, member);
    messages.close(id, why, member);
    return Back.done(flash, "Closed.", "/legal/messages");
  }

  /** Nobody works what names their own account. */
  private Message ofAnother(UUID id, Member member) {
    Message message = rows.find(id).orElseThrow(Messages::none);
    Registry.requireOther(member, messages.accounts(message));
    return message;
  }

  /** The file as it came, to be saved and never to be shown; who took it is recorded. */
  @PostMapping("/{id}/file")
  ResponseEntity<byte[]> file(@PathVariable UUID id, Member member) {
    Message message = ofAnother(id, member);
    byte[] file =
        rows.sealed(id)
            .flatMap(sealed -> safe.open(sealed, Mails.what(id)))
            .orElseThrow(() ->
                new Refused(
                    LegalProblem.NO_SUCH_MESSAGE,
                    "Nothing is kept of it, or the key that sealed it is not given any more."));
    transaction.executeWithoutResult(_ ->
        records.append(
            new Entry(
                OPENED,
                null,
                member.id().actor(),
                message.record(),
                Map.of(),
                Map.of("message", id.toString()))));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(message.reference() + ".eml.untrusted")
                .build()
                .toString())
        .body(file);
  }
}
