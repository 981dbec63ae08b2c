package reeve.server.delivery;

import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reeve.server.delivery.DeliverySettings.Tls;

/** Hands mail to the server that the settings name, through the same gate as calls over HTTP. */
@Component
class Mailer {
  private static final Duration WITHIN = Duration.ofMinutes(1);
  private static final int STEP_MILLIS = 15_000;

  private final DeliverySettings.Mail settings;
  private final Gate gate;
  private final SSLContext tls;
  private final Duration within;

  @Autowired
  Mailer(DeliverySettings settings) throws NoSuchAlgorithmException {
    this(
        settings.mail(),
        new Gate(settings.allowedHosts(), settings.allowedNetworks(), InetAddress::getAllByName),
        SSLContext.getDefault(),
        WITHIN);
  }

  Mailer(DeliverySettings.Mail settings, Gate gate, SSLContext tls, Duration within) {
    this.settings = settings;
    this.gate = gate;
    this.tls = tls;
    this.within = within;
  }

  Outcome send(Kept kept, Content.Mail mail) {
    if (settings.none()) {
      return new Outcome.Again(
          "No mail server is set up: server.delivery.mail.host.", Duration.ofMinutes(10));
    }
    var open = new AtomicReference<@Nullable Socket>();
    var sending =
        new FutureTask<@Nullable Void>(() -> {
          transfer(kept, mail, open);
          return null;
        });
    Thread.ofVirtual().name("mail").start(sending);
    try {
      sending.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return new Outcome.Sent(settings.host() + " took it.");
    } catch (ExecutionException e) {
      return outcome(e.getCause());
    } catch (TimeoutException e) {
      return new Outcome.Again(
          settings.host() + " did not take it within " + within.toSeconds() + " s.", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Again("Broken off when the server stopped.", null);
    } finally {
      close(open.get());
    }
  }

  private void transfer(Kept kept, Content.Mail mail, AtomicReference<@Nullable Socket> open)
      throws MessagingException, IOException {
    String password =
        settings.user().isEmpty() ? "" : Files.readString(Path.of(settings.passwordFile())).strip();
    Session session =
        Session.getInstance(
            properties(),
            new Authenticator() {
              @Override
              protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(settings.user(), password);
              }
            });
    MimeMessage message = message(session, kept, mail);
    Socket socket = connect(open);
    try (var transport = (SMTPTransport) session.getTransport("smtp")) {
      // The library would resolve the name itself.
      transport.connect(settings.tls() == Tls.IMPLICIT ? closed(socket) : socket);
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  /** Connects to an address that the gate let through, and to no other. */
  private Socket connect(AtomicReference<@Nullable Socket> open) throws IOException {
    IOException failed = new IOException("no address");
    for (InetAddress found : gate.pass(settings.host())) {
      var socket = new Socket();
      open.set(socket);
      try {
        // The name goes with it: it is what the certificate is checked against.
        InetAddress named = InetAddress.getByAddress(settings.host(), found.getAddress());
        socket.connect(new InetSocketAddress(named, settings.port()), STEP_MILLIS);
        socket.setSoTimeout(STEP_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        failed = e;
      }
    }
    throw failed;
  }

  private Socket closed(Socket socket) throws IOException {
    var closed =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, settings.host(), settings.port(), true);
    var parameters = closed.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    closed.setSSLParameters(parameters);
    closed.startHandshake();
    return closed;
  }

  private static void close(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone one way or another.
      }
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put("mail.smtp.host", settings.host());
    properties.put("mail.smtp.user", settings.user());
    properties.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
    properties.put("mail.smtp.from", settings.from());
    properties.put("mail.smtp.localhost", domain());
    properties.put("mail.smtp.starttls.enable", Boolean.toString(settings.tls() == Tls.STARTTLS));
    properties.put("mail.smtp.starttls.required", Boolean.toString(settings.tls() == Tls.STARTTLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
    return properties;
  }

  private MimeMessage message(Session session, Kept kept, Content.Mail mail)
      throws MessagingException {
    String id = "<" + kept.id() + "@" + domain() + ">";
    // The library would write an id of its own on saving.
    var message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress(settings.from(), true));
    message.setRecipient(
        jakarta.mail.Message.RecipientType.TO, new InternetAddress(mail.to(), true));
    message.setSubject(mail.subject(), "UTF-8");
    message.setSentDate(Date.from(kept.handedAt()));
    message.setHeader("Auto-Submitted", "auto-generated");
    if (mail.attachments().isEmpty()) {
      message.setText(mail.text(), "UTF-8");
    } else {
      var parts = new MimeMultipart();
      var text = new MimeBodyPart();
      text.setText(mail.text(), "UTF-8");
      parts.addBodyPart(text);
      for (Content.Attachment file : mail.attachments()) {
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(file.bytes(), file.type())));
        part.setFileName(file.name());
        parts.addBodyPart(part);
      }
      message.setContent(parts);
    }
    message.saveChanges();
    return message;
  }

  private String domain() {
    return settings.from().substring(settings.from().indexOf('@') + 1);
  }

  private Outcome outcome(@Nullable Throwable cause) {
    int code = code(cause);
    String host = settings.host();
    if (code >= 500) {
      return new Outcome.Failed(host + " refused it for good (" + code + ").");
    }
    if (code >= 400) {
      return new Outcome.Again(host + " did not take it now (" + code + ").", null);
    }
    for (Throwable at = cause; at != null; at = next(at)) {
      if (at instanceof Gate.Closed) {
        return new Outcome.Failed(String.valueOf(at.getMessage()));
      }
    }
    return switch (cause) {
      case AuthenticationFailedException _ ->
          new Outcome.Again(host + " does not take our name and password.", null);
      case FileSystemException _ ->
          new Outcome.Again("The file of server.delivery.mail.password-file cannot be read.", null);
      case null, default ->
          new Outcome.Again(
              "The connection with "
                  + host
                  + " did not come about, is not closed by TLS, or broke off.",
              null);
    };
  }

  /** The answer of the server to one of our lines, 0 where there is none. */
  private static int code(@Nullable Throwable cause) {
    for (Throwable at = cause; at != null; at = next(at)) {
      switch (at) {
        case SMTPAddressFailedException failed -> {
          return failed.getReturnCode();
        }
        case SMTPSenderFailedException failed -> {
          return failed.getReturnCode();
        }
        case SMTPSendFailedException failed when failed.getReturnCode() > 0 -> {
          return failed.getReturnCode();
        }
        default -> {}
      }
    }
    return 0;
  }

  private static @Nullable Throwable next(Throwable at) {
    return at instanceof MessagingException chained ? chained.getNextException() : at.getCause();
  }
}
