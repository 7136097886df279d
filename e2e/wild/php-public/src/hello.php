<?php function hello(): string { return "Hello from php-public"; }
