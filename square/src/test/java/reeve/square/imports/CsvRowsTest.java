package reeve.square.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@link CsvRowsFuzz} goes on for longer. */
final class CsvRowsTest {
  private static final int CASES = 20_000;

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    var cases = new CsvCases(1);
    for (int i = 0; i < CASES; i++) {
      cases.whatWasWrittenIsReadBack();
    }
  }

  @Test
  void noiseCostsItsOwnLinesAlone() throws IOException {
    var cases = new CsvCases(2);
    for (int i = 0; i < CASES; i++) {
      cases.noiseCostsItsOwnLinesAlone();
    }
  }

  @Test
  void aQuoteThatSpansTooManyLinesOrBytesCountsAsNeverClosed() throws IOException {
    assertThat(firstRow("\"" + "x\n".repeat(CsvRows.MAX_ROW_LINES - 1) + "\",b\n").refused())
        .isNull();
    assertThat(firstRow("\"" + "x\n".repeat(CsvRows.MAX_ROW_LINES) + "\",b\n").refused())
        .isNotNull();
    assertThat(firstRow("\"a\n" + "x".repeat(CsvRows.MAX_ROW - 10) + "\",b\n").refused()).isNull();
    assertThat(firstRow("\"a\n" + "x".repeat(CsvRows.MAX_ROW) + "\",b\n").refused()).isNotNull();
  }

  private static CsvRows.Row firstRow(String text) throws IOException {
    return new CsvRows(
            new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .next();
  }
}
