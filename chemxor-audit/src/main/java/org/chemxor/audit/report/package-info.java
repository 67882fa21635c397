/** What an audit has found, for people and for programs. */
@NullMarked
package org.chemxor.audit.report;

import org.jspecify.annotations.NullMarked;
