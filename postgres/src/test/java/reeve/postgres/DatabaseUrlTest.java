package reeve.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
  @Test
  void takesTheFormThatPeopleKnow() {
    var url = DatabaseUrl.parse("postgresql://ann:s%40fe@db.example/reeve?sslmode=require");
    assertThat(url.jdbc())
        .isEqualTo(
            "jdbc:postgresql://db.example:5432/reeve?sslmode=require&reWriteBatchedInserts=true");
    assertThat(url.credentials()).isEqualTo(new Credentials("ann", "s@fe"));
  }

  @Test
  void takesJdbc() {
    var url = DatabaseUrl.parse("jdbc:postgresql://localhost:6432/reeve?user=ann&password=x");
    assertThat(url.jdbc())
        .isEqualTo("jdbc:postgresql://localhost:6432/reeve?reWriteBatchedInserts=true");
    assertThat(url.credentials()).isEqualTo(new Credentials("ann", "x"));
  }

  @Test
  void saysWhatIsMissingAndNeverThePassword() {
    assertThatThrownBy(() -> DatabaseUrl.parse("mysql://ann:hidden@h/x"))
        .hasMessageContaining("postgresql://")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://ann:hidden@h"))
        .hasMessageContaining("a database")
        .hasMessageNotContaining("hidden");
    assertThat(new Credentials("ann", "hidden").toString()).doesNotContain("hidden");
  }
}
