package reeve.rules.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeysTest {
  /** The key 00 to 0f and the inputs 00, 01, 02... of the authors' test vectors. */
  private static final Map<Integer, String> VECTORS =
      Map.of(
          0, "a3817f04ba25a8e66df67214c7550293",
          1, "da87c1d86b99af44347659119b22fc45",
          8, "3b62a9ba6258f5610f83e264f31497b4",
          15, "5493e99933b0a8117e08ec0f97cfc3d9",
          23, "c9d184ddd5a9f5e0cf8ce29a9abf691c");

  private final Keys keys = new Keys(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  @Test
  void hashesAsTheAuthorsOfSipHashDo() {
    VECTORS.forEach((length, hash) -> {
      keys.hash(count(length), 0, length);
      assertThat(hex()).as("%d bytes", length).isEqualTo(hash);
    });
  }

  @Test
  void countersOfOneKeyDifferAndLieSideBySide() {
    keys.hash(count(15), 0, 15);
    long high = keys.high();
    long low = keys.low();
    Set<String> seen = new HashSet<>();
    for (long identity = 0; identity < 10_000; identity++) {
      Keys.Mark mark = keys.mark(identity);
      seen.add((high ^ mark.high()) + " " + (low ^ mark.low()));
      assertThat((high ^ mark.high()) >>> 32).as("segment").isEqualTo(high >>> 32);
      assertThat((int) (low ^ mark.low())).as("line of the index").isEqualTo((int) low);
      assertThat(Keys.shard(low ^ mark.low(), 7)).isEqualTo(Keys.shard(low, 7));
    }
    assertThat(seen).hasSize(10_000);
  }

  private static byte[] count(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private String hex() {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(keys.high()).putLong(keys.low());
    return HexFormat.of().formatHex(bytes.array());
  }
}
