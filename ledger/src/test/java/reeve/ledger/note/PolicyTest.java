package reeve.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reeve.ledger.LedgerException;
import reeve.ledger.tree.Hasher;

class PolicyTest {
  private static final SigningKey LOG = SigningKey.generate("ledger.example", KeyKind.NOTE);
  private static final List<SigningKey> WITNESSES =
      Stream.of("w1", "w2", "w3", "w4")
          .map(name -> SigningKey.generate(name + ".example", KeyKind.COSIGNATURE))
          .toList();
  private static final String TEXT = new Checkpoint("ledger.example", 3, Hasher.EMPTY).text();

  private static String lines(String... more) {
    var text = new StringBuilder("# whom we believe\n\nlog " + LOG.verifier() + " https://a/\n");
    for (int i = 0; i < WITNESSES.size(); i++) {
      text.append("\twitness W" + i + "  " + WITNESSES.get(i).verifier() + " http://w" + i + "\n");
    }
    return text.append(String.join("\n", more)).append("\n").toString();
  }

  @Test
  void groupsWithinGroupsAreCounted() {
    Policy policy =
        Policy.of(lines("group X 2 W0 W1 W2", "group Y any W3", "group all all X Y", "quorum all"));
    assertThat(policy.logs().getFirst().url()).isEqualTo("https://a/");
    assertThat(policy.witnesses()).hasSize(4);
    assertThat(policy.quorum().met(Set.of("W0", "W2", "W3"))).isTrue();
    assertThat(policy.quorum().met(Set.of("W0", "W1", "W2"))).isFalse();
    assertThat(policy.quorum().met(Set.of("W0", "W3"))).isFalse();
    SignedNote note =
        LOG.sign(TEXT)
            .with(
                Stream.of(0, 2, 3).map(i -> WITNESSES.get(i).cosign(TEXT, 1_700_000_000)).toList());
    assertThat(policy.signed(note)).containsExactlyInAnyOrder("W0", "W2", "W3");
    assertThat(policy.witnessed(note)).isTrue();
    assertThat(policy.theirs(note)).hasSize(3);
    assertThat(policy.witnessed(LOG.sign(TEXT))).isFalse();
    assertThat(Policy.of(lines("quorum none")).witnessed(LOG.sign(TEXT))).isTrue();
    assertThat(Policy.of(lines("quorum W1")).witnessed(note)).isFalse();
  }

  @Test
  void whatIsNoPolicyIsRefusedWithItsLine() {
    for (String[] wrong :
        List.of(
            new String[] {""},
            new String[] {"quorum nobody"},
            new String[] {"quorum none", "quorum none"},
            new String[] {"group g any W0 W0", "quorum g"},
            new String[] {"group g any W0", "group h any W0", "quorum h"},
            new String[] {"group g 3 W0 W1", "quorum g"},
            new String[] {"group g 0 W0 W1", "quorum g"},
            new String[] {"group none any W0", "quorum none"},
            new String[] {"group W0 any W1", "quorum none"},
            new String[] {"witness again " + WITNESSES.getFirst().verifier(), "quorum none"},
            new String[] {"log " + WITNESSES.getFirst().verifier(), "quorum none"},
            new String[] {"witness V " + LOG.verifier(), "quorum none"},
            new String[] {"hello", "quorum none"})) {
      assertThatThrownBy(() -> Policy.of(lines(wrong)))
          .as(String.join("; ", wrong))
          .isInstanceOf(LedgerException.class);
    }
    assertThatThrownBy(() -> Policy.of("log x\nquorum none\n")).hasMessageContaining("Line 1");
  }
}
