package reeve.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server on a real PostgreSQL. All such tests share one context and one
 * database, so each works on accounts of its own ({@link FakePlatform#newAccount}). Loops do not
 * run by themselves; the clock is {@link TestClock}; the platform is {@link FakePlatform}; who asks
 * is {@link TestDesk}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = {ServerApplication.class, TestParts.class})
@AutoConfigureMockMvc
@ContextConfiguration(initializers = TestParts.FreshDatabase.class)
public @interface ServerTest {}
