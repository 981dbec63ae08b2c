package reeve.square.accounts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    ban(List.of(account.value()));
  }

  /** Bans the addresses of accounts, of those that have one. */
  public void ban(Collection<Long> accounts) {
    var hashes = new ArrayList<byte[]>();
    var holders = new ArrayList<Long>();
    jdbc.sql("select id, mail from accounts where id = any (:ids) and mail is not null")
        .param("ids", accounts.toArray(Long[]::new))
        .query(row -> {
          holders.add(row.getLong("id"));
          hashes.add(hash(row.getString("mail")));
        });
    if (holders.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into banned_mail (hash, account_id)
            select * from unnest(:hashes::bytea[], :accounts) on conflict do nothing
            """)
        .param("hashes", hashes.toArray(byte[][]::new))
        .param("accounts", holders.toArray(Long[]::new))
        .update();
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
