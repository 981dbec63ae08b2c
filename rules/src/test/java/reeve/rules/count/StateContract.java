package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link State} keeps to. */
abstract class StateContract {
  private record Key(long high, long low) {}

  /** An empty state with room for 10 MB of values. */
  abstract State state();

  @Test
  void aKeyThatWasNeverPutHasNothing() {
    assertThat(state().get(1, 2, new byte[State.VALUE_BYTES])).isEqualTo(-1);
  }

  @Test
  void keysAreAllSixteenBytes() {
    State state = state();
    long[] halves = {0, 1, -1, 1L << 63, 1L << 48, 1L << 32};
    for (long high : halves) {
      for (long low : halves) {
        state.put(high, low, new byte[] {1, 1, (byte) (high * 31 + low)}, 3);
      }
    }
    byte[] into = new byte[State.VALUE_BYTES];
    for (long high : halves) {
      for (long low : halves) {
        assertThat(state.get(high, low, into)).isEqualTo(3);
        assertThat(into[2]).isEqualTo((byte) (high * 31 + low));
      }
    }
  }

  @Test
  void theLastPutIsWhatIsRead() {
    State state = state();
    Map<Key, byte[]> expected = new HashMap<>();
    Random random = new Random(3);
    byte[] value = new byte[State.VALUE_BYTES];
    byte[] into = new byte[State.VALUE_BYTES];
    var bumps = new Bumps();
    for (int i = 0; i < 200_000; i++) {
      long n = random.nextInt(random.nextInt(5) == 0 ? 30_000 : 100);
      Key key = new Key(n * 0x9e3779b97f4a7c15L, n * 0xbf58476d1ce4e5b9L);
      if (random.nextInt(50) == 0) {
        bumps.clear();
        bumps.read(0, key.high, key.low, 0);
        state.expect(bumps, 0, 1);
      }
      byte[] had = expected.get(key);
      int length = state.get(key.high, key.low, into);
      if (had == null) {
        assertThat(length).isEqualTo(-1);
      } else {
        assertThat(Arrays.copyOf(into, length)).isEqualTo(had);
      }
      if (random.nextBoolean()) {
        int most = random.nextInt(1000) == 0 ? State.VALUE_BYTES : 2 + random.nextInt(60);
        int wanted = 2 + random.nextInt(most - 1);
        random.nextBytes(value);
        value[0] = 1;
        value[1] = 1;
        state.put(key.high, key.low, value, wanted);
        expected.put(key, Arrays.copyOf(value, wanted));
        Arrays.fill(value, (byte) 0);
      }
    }
  }
}
