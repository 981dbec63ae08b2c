package reeve.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;

@ServerTest
final class FramePageIT {
  @Autowired private MockMvc mvc;

  @Test
  void aPageIsNeverKeptAndItsStylesAndScriptsAreUntilTheyChange() throws Exception {
    String page =
        mvc.perform(get("/sign-in"))
            .andExpect(status().isOk())
            .andExpect(header().string("Cache-Control", containsString("no-store")))
            .andReturn()
            .getResponse()
            .getContentAsString();
    var links =
        Pattern.compile("(?:href|src)=\"(/(?:static|webjars)/[^\"]+)\"")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertThat(links)
        .hasSizeGreaterThan(4)
        .allMatch(link -> link.matches(".*-[0-9a-f]{32}\\.\\w+"));
    for (String link : links) {
      mvc.perform(get(link))
          .andExpect(status().isOk())
          .andExpect(header().string("Cache-Control", "max-age=31536000, private"));
    }
  }

  @Test
  void aBrowserFindsAnIconWhereItLooksByItself() throws Exception {
    mvc.perform(get("/favicon.ico")).andExpect(redirectedUrl("/static/desk.svg"));
    mvc.perform(get("/static/desk.svg")).andExpect(status().isOk());
  }
}
