package reeve.server.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.delivery.*}.
 *
 * @param allowedHosts names that may be called whatever address they have, also without TLS
 * @param allowedNetworks networks (CIDR) that may be called though they are not public
 * @param giveUpAfter so long a message is tried before it is shown as failed
 */
@ConfigurationProperties(prefix = "server.delivery", ignoreUnknownFields = false)
record DeliverySettings(
    @DefaultValue List<String> allowedHosts,
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue("3d") Duration giveUpAfter,
    @DefaultValue Alarms alarms,
    @DefaultValue Mail mail) {
  /**
   * Where Reeve's own staff is called.
   *
   * @param mail addresses
   * @param webhook addresses, https
   */
  record Alarms(@DefaultValue List<String> mail, @DefaultValue List<URI> webhook) {
    Alarms {
      mail = List.copyOf(mail);
      webhook = List.copyOf(webhook);
      for (String address : mail) {
        if (!Content.Mail.isAddress(address)) {
          throw new IllegalArgumentException(
              "server.delivery.alarms.mail holds addresses such as duty@example.org, not '"
                  + address
                  + "'");
        }
      }
      if (webhook.stream().anyMatch(it -> it.getHost() == null)) {
        throw new IllegalArgumentException(
            "server.delivery.alarms.webhook holds addresses such as https://hooks.example/reeve");
      }
    }

    public boolean none() {
      return mail.isEmpty() && webhook.isEmpty();
    }
  }

  /**
   * The server that mail is handed to (SMTP, RFC 5321).
   *
   * @param host empty for none
   * @param from the sender's address
   * @param user empty where it asks for no name
   * @param passwordFile holds the password, and is read each time
   * @param tls how the line is closed
   */
  record Mail(
      @DefaultValue("") String host,
      @DefaultValue("587") int port,
      @DefaultValue("") String from,
      @DefaultValue("") String user,
      @DefaultValue("") String passwordFile,
      @DefaultValue("starttls") Tls tls) {
    Mail {
      if (!host.isEmpty() && !Content.Mail.isAddress(from)) {
        throw new IllegalArgumentException(
            "server.delivery.mail.from is the address that mail comes from");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("server.delivery.mail.port is 1 to 65535");
      }
    }

    public boolean none() {
      return host.isEmpty();
    }
  }

  /** How the line to the mail server is closed. */
  enum Tls {
    /** Opened plain and closed before anything is said (RFC 3207); refused where it cannot be. */
    STARTTLS,
    /** Closed from the start (RFC 8314). */
    IMPLICIT,
    /** Open; only to a host that {@code allowed-hosts} lists. */
    NONE;

    public String words() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  DeliverySettings {
    allowedHosts = List.copyOf(allowedHosts);
    allowedNetworks = List.copyOf(allowedNetworks);
    for (String network : allowedNetworks) {
      try {
        Network.of(network);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "server.delivery.allowed-networks holds networks such as 10.1.0.0/16, not '"
                + network
                + "'",
            e);
      }
    }
    if (giveUpAfter.compareTo(Duration.ofMinutes(10)) < 0
        || giveUpAfter.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException("server.delivery.give-up-after is 10m to 30d");
    }
    if (mail.none() && !alarms.mail().isEmpty()) {
      throw new IllegalArgumentException(
          "server.delivery.alarms.mail names addresses, and server.delivery.mail.host no server");
    }
    if (!mail.none() && mail.tls() == Tls.NONE && !allowedHosts.contains(mail.host())) {
      throw new IllegalArgumentException(
          "server.delivery.mail.tls is none: then server.delivery.allowed-hosts lists the host");
    }
  }
}
