package reeve.server.intake;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says of the whole API. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Reeve",
            version = "1",
            description =
                "For platforms that report accounts to Reeve. Every refusal is a problem after RFC"
                    + " 9457. Times are ISO 8601 in UTC."),
    security = @SecurityRequirement(name = "key"))
@SecurityScheme(
    name = "key",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "An API key, which an administrator makes at /api-keys")
@Configuration(proxyBeanMethods = false)
class ApiDescription {}
