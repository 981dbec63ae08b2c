package reeve.square.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Settings;
import reeve.square.letters.Letters;
import reeve.square.web.Member;

/** What every page's frame shows: the square, its banner, and who looks. */
@ControllerAdvice(basePackageClasses = Frame.class)
@EnableConfigurationProperties(PageSettings.class)
final class Frame {
  private final Settings settings;
  private final PageSettings pages;
  private final Accounts accounts;
  private final Letters letters;
  private final InstantSource clock;

  Frame(
      Settings settings,
      PageSettings pages,
      Accounts accounts,
      Letters letters,
      InstantSource clock) {
    this.settings = settings;
    this.pages = pages;
    this.accounts = accounts;
    this.letters = letters;
    this.clock = clock;
  }

  /**
   * The frame of one page.
   *
   * @param me who looks; null: nobody has signed in
   * @param path of the page, without its query
   */
  record Look(
      String square,
      @Nullable String banner,
      boolean tour,
      @Nullable Account me,
      boolean suspended,
      int unread,
      String path) {
    public boolean mine(AccountId account) {
      return me != null && me.id().equals(account);
    }
  }

  @ModelAttribute("look")
  Look look(HttpServletRequest request, Member member) {
    AccountId account = member.account();
    return new Look(
        settings.name(),
        pages.shownBanner(),
        pages.hasTour(),
        account == null ? null : accounts.get(account),
        member.suspended(),
        account == null ? 0 : letters.unread(account),
        request.getRequestURI());
  }

  @ModelAttribute("say")
  Say say() {
    return new Say(clock.instant());
  }

  /**
   * The token of the page's forms. Read here, since its cookie must be set before the page is so
   * long that its head is sent.
   */
  @ModelAttribute("csrf")
  String csrf(CsrfToken token) {
    return token.getToken();
  }
}
