/**
 * What a model gives away about the compounds it learned from: {@link
 * org.chemxor.audit.PrivacyAudit}.
 */
@NullMarked
package org.chemxor.audit;

import org.jspecify.annotations.NullMarked;
