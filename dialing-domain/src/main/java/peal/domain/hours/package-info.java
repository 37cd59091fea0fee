/** When calls may be made: windows of the day, in the time zones of whoever is called. */
package peal.domain.hours;
