/** Which client a request comes from, also behind reverse proxies (RFC 7239). */
@NullMarked
package org.chemxor.service.server.proxy;

import org.jspecify.annotations.NullMarked;
