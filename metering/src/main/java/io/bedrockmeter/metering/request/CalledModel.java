package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.attribution.Claims;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.ModelIdentity;
import io.bedrockmeter.schemas.model.ModelIdentity.Kind;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Scope;
import java.util.Optional;

/**
 * Which model a call used and how it was routed.
 *
 * @param kind what was called
 * @param baseModel base model id, empty when nobody tells
 * @param scope scope to price by
 * @param profile profile ARN or id the call went through, empty when none
 * @param profileRecord the profile as known, if it is
 */
record CalledModel(Kind kind, String baseModel, Scope scope, String profile, Optional<Profile> profileRecord) {

    /**
     * Resolves from the modelId as called; where that is an application inference profile, from the profiles table, else
     * from the model that a response body names.
     */
    static CalledModel resolve(Invocation invocation, Claims claims, References references, Consulted consulted) {
        ModelIdentity called = ModelIdentity.of(invocation.modelId());
        if (called.kind() == Kind.FOUNDATION_MODEL && !called.baseModel().contains(".")) {
            return byProfileId(invocation, called, references, consulted);
        }
        String profile = called.kind() == Kind.APPLICATION_PROFILE
                ? called.profile()
                : claims.profileArn().orElse(called.profile());
        Optional<Profile> known = profile.isEmpty() ? Optional.empty() : look(profile, references, consulted);
        if (called.kind() == Kind.APPLICATION_PROFILE) {
            return throughProfile(invocation, profile, known, references, consulted);
        }
        if (!called.baseModel().isEmpty()) {
            consulted.add(References.ratesKey(called.baseModel()));
        }
        return new CalledModel(called.kind(), called.baseModel(), called.scope(), profile, known);
    }

    /** A modelId without a provider may be the bare id of an application inference profile. */
    private static CalledModel byProfileId(
            Invocation invocation, ModelIdentity called, References references, Consulted consulted) {
        Optional<Profile> known = look(called.baseModel(), references, consulted);
        if (known.isPresent()) {
            return throughProfile(invocation, known.get().arn(), known, references, consulted);
        }
        consulted.add(References.ratesKey(called.baseModel()));
        return new CalledModel(called.kind(), called.baseModel(), called.scope(), "", known);
    }

    private static CalledModel throughProfile(
            Invocation invocation,
            String profile,
            Optional<Profile> known,
            References references,
            Consulted consulted) {
        String model = known.map(Profile::baseModel).orElse("");
        if (model.isEmpty()) {
            model = named(invocation.bodyModel(), references, consulted);
        }
        if (!model.isEmpty()) {
            consulted.add(References.ratesKey(model));
        }
        Scope scope = known.map(Profile::scope).orElse(Scope.REGIONAL);
        return new CalledModel(Kind.APPLICATION_PROFILE, model, scope, profile, known);
    }

    private static Optional<Profile> look(String arnOrId, References references, Consulted consulted) {
        consulted.add(References.profileKey(arnOrId));
        return references.profile(arnOrId);
    }

    /**
     * The rated model that a Claude body's {@code model} means: {@code claude-sonnet-4-20250514} is the only rated model
     * whose id is {@code PROVIDER.} and that name, alone or followed by a version. Empty when none or several fit.
     */
    private static String named(String bodyModel, References references, Consulted consulted) {
        if (bodyModel.isEmpty()) {
            return "";
        }
        consulted.add(References.ANY_RATES_KEY);
        String bare = ModelIdentity.of(bodyModel).baseModel();
        if (references.schedule(bare).isPresent()) {
            return bare;
        }
        String found = "";
        for (String model : references.ratedModels()) {
            String name = model.substring(model.indexOf('.') + 1);
            if (name.equals(bare) || name.startsWith(bare + "-v")) {
                if (!found.isEmpty()) {
                    return "";
                }
                found = model;
            }
        }
        return found;
    }
}
