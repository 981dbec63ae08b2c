package reeve.ledger.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Hasher;

class NoteTest {
  private static final SigningKey KEY = SigningKey.generate("ledger.example", KeyKind.NOTE);
  private static final SigningKey WITNESS =
      SigningKey.generate("witness.example/w1", KeyKind.COSIGNATURE);
  private static final String TEXT = new Checkpoint("ledger.example", 300, Hasher.EMPTY).text();

  @Test
  void aNoteIsReadAsItWasWritten() {
    SignedNote note = KEY.sign(TEXT).with(List.of(WITNESS.cosign(TEXT, 1_700_000_000)));
    SignedNote read = SignedNote.of(note.bytes());
    assertThat(read).isEqualTo(note);
    assertThat(KEY.verifier().standing(read)).isEqualTo(Standing.SIGNED);
    assertThat(WITNESS.verifier().standing(read)).isEqualTo(Standing.SIGNED);
    assertThat(Checkpoint.of(read.text()))
        .isEqualTo(new Checkpoint("ledger.example", 300, Hasher.EMPTY));
    assertThat(new String(note.bytes(), StandardCharsets.UTF_8))
        .startsWith(
            "ledger.example\n300\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— ledger");
  }

  @Test
  void aFlippedBitAnywhereInANoteIsNoSignature() {
    byte[] whole = KEY.sign(TEXT).bytes();
    for (int at = 0; at < whole.length * 8; at++) {
      byte[] flipped = whole.clone();
      flipped[at / 8] ^= (byte) (1 << (at % 8));
      Standing standing;
      try {
        standing = KEY.verifier().standing(SignedNote.of(flipped));
      } catch (LedgerException e) {
        assertThat(e.problem()).isEqualTo(LedgerProblem.MALFORMED);
        continue;
      }
      assertThat(standing).as("bit %d", at).isNotEqualTo(Standing.SIGNED);
    }
  }

  @Test
  void signaturesOfOthersCountForNothing() {
    SigningKey other = SigningKey.generate("ledger.example", KeyKind.NOTE);
    assertThat(other.verifier().standing(KEY.sign(TEXT))).isEqualTo(Standing.ABSENT);
    NoteSignature forged = KEY.sign("other\n").signatures().getFirst();
    assertThat(KEY.verifier().standing(new SignedNote(TEXT, List.of(forged))))
        .isEqualTo(Standing.BAD);
    assertThatThrownBy(() -> WITNESS.sign(TEXT)).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> KEY.cosign(TEXT, 1)).isInstanceOf(LedgerException.class);
  }

  @Test
  void aTimeThatWasChangedIsNoCosignature() {
    NoteSignature line = WITNESS.cosign(TEXT, 1_700_000_000);
    byte[] bytes = line.bytes();
    bytes[7] ^= 1;
    var later = NoteSignature.of(line.name(), line.id(), bytes);
    assertThat(WITNESS.verifier().standing(new SignedNote(TEXT, List.of(later))))
        .isEqualTo(Standing.BAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n— name",
        "text\n\n— name AAAA\n",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n— na me AAAAAAA=\n",
        "text\n\n— na+me AAAAAAA=\n",
        "text\n\n— name AAAAAAB=\n",
        "te\txt\n\n— name AAAAAAA=\n",
        "text\r\n\n— name AAAAAAA=\n"
      })
  void whatIsNoNoteIsRefused(String text) {
    assertThatThrownBy(() -> SignedNote.of(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.MALFORMED));
  }

  @Test
  void aNoteBeyondTheLimitsIsRefused() {
    assertThatThrownBy(() -> SignedNote.of(new byte[SignedNote.LARGEST + 1]))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> SignedNote.of(new byte[] {'a', (byte) 0xff, '\n', '\n'}))
        .isInstanceOf(LedgerException.class);
    byte[] many = ("t\n\n" + "— name AAAAAAA=\n".repeat(65)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SignedNote.of(many)).isInstanceOf(LedgerException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o\n01\nAA\n",
        "\n1\nAA\n",
        "o\n-1\nAA\n",
        "o\n99999999999999999999\nA\n",
        "o\n1\n"
      })
  void whatIsNoCheckpointIsRefused(String text) {
    assertThatThrownBy(() -> Checkpoint.of(text)).isInstanceOf(LedgerException.class);
  }

  @Test
  void sizesAreSpeltOneWay() {
    assertThat(Checkpoint.size("0")).isZero();
    assertThat(Checkpoint.size("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    for (String wrong : List.of("", "00", "+1", "1 ", "9223372036854775808")) {
      assertThatThrownBy(() -> Checkpoint.size(wrong)).isInstanceOf(LedgerException.class);
    }
  }

  @Test
  void aPublicKeyIsReadAsItIsSpelt() {
    for (SigningKey key : List.of(KEY, WITNESS)) {
      VerifierKey verifier = key.verifier();
      assertThat(VerifierKey.of(verifier.toString())).isEqualTo(verifier);
      String text = verifier.toString();
      assertThatThrownBy(() -> VerifierKey.of("x" + text)).isInstanceOf(LedgerException.class);
      assertThatThrownBy(() -> VerifierKey.of(text.substring(9)))
          .isInstanceOf(LedgerException.class);
    }
    for (String wrong : List.of("", "a+b", "a+00000000+AQ==", "a+00000000+!!")) {
      assertThatThrownBy(() -> VerifierKey.of(wrong)).isInstanceOf(LedgerException.class);
    }
  }

  @Test
  void aKeyIsKeptInAFileOfItsOwnerOnly(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("key");
    KEY.write(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    SigningKey read = SigningKey.read(file);
    assertThat(read.verifier()).isEqualTo(KEY.verifier());
    assertThat(read.sign(TEXT)).isEqualTo(KEY.sign(TEXT));
    assertThat(read.toString()).isEqualTo(KEY.verifier().toString()).doesNotContain("PRIVATE");
    assertThatThrownBy(() -> KEY.write(file))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.problem()).isEqualTo(LedgerProblem.EXISTS));
    assertThat(folder.toFile().list()).as("nothing half is left").containsExactly("key");
    for (byte[] wrong : new byte[][] {{}, {(byte) 0xc3, 0x28}}) {
      assertThatThrownBy(() -> SigningKey.read(Files.write(folder.resolve("wrong"), wrong)))
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.problem()).isEqualTo(LedgerProblem.MALFORMED));
    }
    assertThatThrownBy(() -> SigningKey.read(folder.resolve("none")))
        .isInstanceOf(LedgerException.class);
    String other = SigningKey.generate("ledger.example", KeyKind.NOTE).verifier().toString();
    String mixed = KEY.text().lines().findFirst().orElseThrow() + "\n" + other + "\n";
    assertThatThrownBy(() -> SigningKey.of(mixed)).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> SigningKey.of("PRIVATE+KEY+a\n" + KEY.verifier()))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> SigningKey.generate("a b", KeyKind.NOTE))
        .isInstanceOf(LedgerException.class);
  }
}
