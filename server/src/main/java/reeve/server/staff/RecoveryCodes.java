package reeve.server.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ten codes of 80 random bits, each good once in place of a TOTP code; kept as hashes. */
@Component
final class RecoveryCodes {
  static final int COUNT = 10;

  private final JdbcClient jdbc;

  RecoveryCodes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes ten new ones in the caller's transaction; those before are worth nothing. */
  List<String> renew(StaffId member) {
    jdbc.sql("DELETE FROM staff_recovery WHERE member = ?").param(member.value()).update();
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      String digits = Base32.encode(Token.bytes(10)).toLowerCase(Locale.ROOT);
      jdbc.sql("INSERT INTO staff_recovery (member, hash) VALUES (?, ?)")
          .params(member.value(), Token.hash(digits))
          .update();
      codes.add(String.join("-", digits.split("(?<=\\G.{4})", -1)).replaceAll("-$", ""));
    }
    return codes;
  }

  /** Whether it was one, which it is no longer. */
  boolean use(StaffId member, String code) {
    String digits = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    return jdbc.sql("DELETE FROM staff_recovery WHERE member = ? AND hash = ?")
            .params(member.value(), Token.hash(digits))
            .update()
        == 1;
  }

  int left(StaffId member) {
    return jdbc.sql("SELECT count(*) FROM staff_recovery WHERE member = ?")
        .param(member.value())
        .query(Integer.class)
        .single();
  }
}
