<?php
require __DIR__."/../src/App.php"; echo App::run();