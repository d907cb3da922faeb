package io.bedrockmeter.runtime.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Content negotiation (RFC 9110, section 12.5.1). */
public final class MediaTypes {

    private MediaTypes() {}

    /**
     * The offered type that the client likes best; the first one when it accepts anything or does not say.
     *
     * @throws ProblemException 406 when it accepts none
     */
    public static String choose(RoutingContext context, List<String> offered) {
        if (!context.request().headers().contains(HttpHeaders.ACCEPT)) {
            return offered.get(0);
        }
        List<MIMEHeader> accepted = context.parsedHeaders().accept();
        for (MIMEHeader wanted : accepted) {
            if (wanted.weight() > 0) {
                for (String type : offered) {
                    if (fits(wanted, type)) {
                        return type;
                    }
                }
            }
        }
        if (accepted.isEmpty()) {
            return offered.get(0);
        }
        throw new ProblemException(
                Problem.of(ErrorCode.NOT_ACCEPTABLE, "can be had here: " + String.join(", ", offered)));
    }

    private static boolean fits(MIMEHeader wanted, String type) {
        int slash = type.indexOf('/');
        return fits(wanted.component(), type.substring(0, slash))
                && fits(wanted.subComponent(), type.substring(slash + 1));
    }

    private static boolean fits(String wanted, String part) {
        return wanted.equals("*") || wanted.equalsIgnoreCase(part);
    }
}
