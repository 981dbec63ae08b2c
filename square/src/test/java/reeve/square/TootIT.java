package reeve.square;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.square.accounts.SignUp;

/** Debian's {@code toot} drives the square over HTTP, from sign-in to search. */
class TootIT {
  private static final Town TOWN = Town.SHARED;

  @TempDir Path home;

  @Test
  void aPersonUsesTheSquareFromATerminal() throws Exception {
    var neighbour = TOWN.person("neighbour");
    TOWN.post(neighbour, "Fresh bread at the corner #market");
    TOWN.bean(SignUp.class)
        .signUp(
            new SignUp.Wish(
                "tooter", "tooter@example.org", "correct horse", null, true, "192.0.2.1", null));

    assertThat(
            toot(
                "correct horse",
                "login_cli",
                "--disable-https",
                "-i",
                TOWN.host(),
                "-e",
                "tooter@example.org"))
        .contains("Successfully logged in");
    assertThat(toot("", "whoami")).contains("@tooter");
    assertThat(toot("", "post", "Hello from a terminal #market")).contains("Toot posted");
    assertThat(toot("", "follow", neighbour.handle())).contains("now following");
    assertThat(toot("", "timeline", "--once")).contains("Fresh bread").contains("Hello from");
    assertThat(toot("", "timeline", "--public", "--once")).contains("Hello from a terminal");
    assertThat(toot("", "timeline", "--tag", "market", "--once")).contains("Fresh bread");
    assertThat(toot("", "search", neighbour.handle())).contains("@" + neighbour.handle());
    assertThat(toot("", "search", "#market")).contains("#market");
    assertThat(toot("", "whois", neighbour.handle())).contains("@" + neighbour.handle());
    assertThat(toot("", "notifications")).doesNotContain("error");
  }

  private String toot(String input, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("toot"));
    command.addAll(List.of(arguments));
    command.add("--no-color");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CONFIG_HOME", home.toString());
    builder.environment().put("PYTHONIOENCODING", "UTF-8");
    Process process = builder.start();
    process.outputWriter(StandardCharsets.UTF_8).append(input).close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }
}
