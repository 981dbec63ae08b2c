package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator may say of the desk of legal. */
final class LegalSettingsTest {
  static LegalSettings ownState(String state) {
    return new LegalSettings(List.of(Duration.ofMinutes(15)), 100, state, Duration.ofDays(180));
  }

  @Test
  void theOwnStateIsReadWhateverItsCase() {
    assertThat(ownState(" gr ").ownState()).isEqualTo("GR");
    assertThat(ownState("").ownState()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EL", "GRC", "Greece", "DE, FR"})
  void whatIsNoStateStopsTheStart(String state) {
    assertThatThrownBy(() -> ownState(state)).hasMessageContaining("server.legal.own-state");
  }
}
