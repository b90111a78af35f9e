/** Real browsers, driven as a person would use them, over WebDriver BiDi. */
package org.taniq.browser;
