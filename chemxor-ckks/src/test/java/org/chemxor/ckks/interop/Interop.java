package org.chemxor.ckks.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A test that needs {@link NodeSeal}. It fails where Node is missing; {@code -Dchemxor.interop=off}
 * switches it off.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("interop")
@DisabledIfSystemProperty(
    named = "chemxor.interop",
    matches = "off",
    disabledReason = "switched off by -Dchemxor.interop=off")
public @interface Interop {}
