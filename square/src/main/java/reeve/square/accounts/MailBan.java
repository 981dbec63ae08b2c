package reeve.square.accounts;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Digests;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Texts;

/**
 * Mail addresses of permanently suspended accounts, which may not sign up again. Kept as
 * HMAC-SHA-256 under a key of the square's secret, so that a copy of the table tells no address.
 */
@Component
public final class MailBan {
  private static final Pattern FORM = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]{1,189}");

  private final JdbcClient jdbc;
  private final byte[] key;

  MailBan(JdbcClient jdbc, Settings settings) {
    this.jdbc = jdbc;
    this.key = settings.key("banned mail");
  }

  /** An address in the form in which it is kept and compared. */
  static String normal(String mail) {
    String bare = Texts.clean("The mail address", mail).strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(bare).matches()) {
      throw Refusal.invalid("A mail address looks like name@example.org.");
    }
    return bare;
  }

  boolean banned(String normalMail) {
    return jdbc.sql("select exists (select from banned_mail where hash = :hash)")
        .param("hash", hash(normalMail))
        .query(Boolean.class)
        .single();
  }

  /** Bans the address of an account, if it has one. */
  public void ban(AccountId account) {
    jdbc.sql("select mail from accounts where id = :id and mail is not null")
        .param("id", account.value())
        .query(String.class)
        .optional()
        .ifPresent(mail ->
            jdbc.sql(
                    """
                    insert into banned_mail (hash, account_id) values (:hash, :account)
                    on conflict do nothing
                    """)
                .param("hash", hash(mail))
                .param("account", account.value())
                .update());
  }

  public void lift(AccountId account) {
    jdbc.sql("delete from banned_mail where account_id = :account")
        .param("account", account.value())
        .update();
  }

  /** "+tag" is no other mailbox: {@code ann+2@example.org} is {@code ann@example.org}. */
  private byte[] hash(String mail) {
    return Digests.hmac(key, mail.replaceFirst("\\+[^@]*@", "@"));
  }
}
