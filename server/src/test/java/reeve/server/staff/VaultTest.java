package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VaultTest {
  private static final String OLD = "1a".repeat(32);
  private static final String NEW = "2b".repeat(32);

  private final Vault vault = new Vault(List.of(OLD));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsSealedOpensForTheSameThingAlone() throws Exception {
    String sealed = vault.seal(bytes("secret"), "ann");
    assertThat(sealed).doesNotContain("secret").isNotEqualTo(vault.seal(bytes("secret"), "ann"));
    assertThat(vault.open(sealed, "ann")).isEqualTo(bytes("secret"));
    assertThatThrownBy(() -> vault.open(sealed, "bob")).isInstanceOf(Vault.Locked.class);
  }

  @Test
  void whatWasChangedStaysShut() {
    String sealed = vault.seal(bytes("secret"), "ann");
    String changed = sealed.endsWith("A") ? sealed + "B" : sealed.replaceFirst(".$", "A");
    for (String wrong : new String[] {changed, sealed.substring(0, 20), "", ".", "no dot", "a.b"}) {
      assertThatThrownBy(() -> vault.open(wrong, "ann")).isInstanceOf(Vault.Locked.class);
    }
  }

  @Test
  void anEarlierKeyOpensAndTheFirstOneSeals() throws Exception {
    String sealed = vault.seal(bytes("secret"), "ann");
    var both = new Vault(List.of(NEW, OLD));
    assertThat(both.open(sealed, "ann")).isEqualTo(bytes("secret"));
    assertThat(both.isCurrent(sealed)).isFalse();
    String anew = both.seal(bytes("secret"), "ann");
    assertThat(both.isCurrent(anew)).isTrue();
    assertThatThrownBy(() -> vault.open(anew, "ann")).isInstanceOf(Vault.Locked.class);
  }

  @Test
  void withoutAGoodKeyNothingIsSealed() {
    assertThatThrownBy(() -> new Vault(List.of()).seal(bytes("x"), "ann"))
        .hasMessageContaining("server.keys.staff");
    assertThatThrownBy(() -> new Vault(List.of("short"))).hasMessageContaining("64 lower-case hex");
  }
}
