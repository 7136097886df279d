<?php
function greeting(string $who): string
{
    return "Hello from $who";
}
